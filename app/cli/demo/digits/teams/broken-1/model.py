"""Centres the images, then forgets that predict() gets them uncentred and with another shape."""

import numpy as np


class Model:
    def fit(self, images, labels):
        self.x = np.asarray(images, float)
        self.mean = self.x.mean(0)
        self.labels = labels

    def predict(self, images):
        centred = np.asarray(images, float) - self.mean
        distances = np.linalg.norm(centred - self.x, axis=1)
        return [self.labels[i] for i in distances.argsort(1)[:, 0]]
