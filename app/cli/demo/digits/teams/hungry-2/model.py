"""The same products through a polynomial kernel, which never writes them down."""

import numpy as np


class Model:
    def fit(self, images, labels):
        self.x = np.asarray(images, float) / 16
        wanted = 2 * np.eye(10)[np.asarray(labels)] - 1
        self.weights = np.linalg.solve(self.kernel(self.x) + 1e-2 * np.eye(len(self.x)), wanted)

    def kernel(self, images):
        return (1 + images @ self.x.T / 10) ** 4

    def predict(self, images):
        return (self.kernel(np.asarray(images, float) / 16) @ self.weights).argmax(1)
