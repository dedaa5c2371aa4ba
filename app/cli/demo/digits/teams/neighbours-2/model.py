"""Nearest neighbours that tolerate a shift by a pixel: the training images, each also moved in four directions."""

import numpy as np

K = 4


def shifted(images):
    square = images.reshape(-1, 8, 8)
    moved = [square]
    for axis in (1, 2):
        for step in (-1, 1):
            moved.append(np.roll(square, step, axis))
    return np.concatenate(moved).reshape(-1, 64)


class Model:
    def fit(self, images, labels):
        self.known = shifted(np.asarray(images, float))
        self.labels = np.tile(labels, 5)

    def predict(self, images):
        images = np.asarray(images, float)
        squares = (images**2).sum(1)[:, None] - 2 * images @ self.known.T + (self.known**2).sum(1)
        nearest = np.argpartition(squares, K, axis=1)[:, :K]
        weights = 1 / (1 + np.take_along_axis(squares, nearest, axis=1))
        votes = np.zeros((len(images), 10))
        for column in range(K):
            votes[np.arange(len(images)), self.labels[nearest[:, column]]] += weights[:, column]
        return votes.argmax(1)
