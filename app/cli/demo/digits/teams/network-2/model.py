"""Five wider networks, trained on images moved by a pixel too; their votes are averaged."""

import numpy as np
from sklearn.neural_network import MLPClassifier


def shifted(images):
    square = images.reshape(-1, 8, 8)
    moved = [square] + [np.roll(square, step, axis) for axis in (1, 2) for step in (-1, 1)]
    return np.concatenate(moved).reshape(-1, 64)


class Model:
    def fit(self, images, labels):
        x, y = shifted(np.asarray(images, float) / 16), np.tile(labels, 5)
        self.networks = []
        for seed in range(3):
            network = MLPClassifier((96,), max_iter=120, learning_rate_init=0.002, random_state=seed)
            self.networks.append(network.fit(x, y))
            print(f"network {seed}: loss {network.loss_:.5f}", flush=True)

    def predict(self, images):
        x = np.asarray(images, float) / 16
        return sum(network.predict_proba(x) for network in self.networks).argmax(1)
