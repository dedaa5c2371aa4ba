"""The same search with a matrix of distances, computed once: seconds instead of hours."""

import numpy as np


class Model:
    def fit(self, images, labels):
        self.x, self.labels = np.asarray(images, float), np.asarray(labels)
        scores = {}
        for power in (1, 2, 3):
            order = distances(self.x, self.x, power)
            np.fill_diagonal(order, np.inf)
            near = self.labels[order.argsort(1)[:, :15]]
            for k in range(1, 16, 2):
                scores[(votes(near[:, :k]) == self.labels).mean(), k, power] = None
        share, self.k, self.power = max(scores)
        print(f"k {self.k}, power {self.power}: {share:.4f} of the training images, each left out once")

    def predict(self, images):
        order = distances(np.asarray(images, float), self.x, self.power).argsort(1)
        return votes(self.labels[order[:, : self.k]])


def distances(a, b, power):
    return np.stack([(np.abs(b - row) ** power).sum(1) for row in a])


def votes(near):
    return np.array([np.bincount(row, minlength=10).argmax() for row in near])
