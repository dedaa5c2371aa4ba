"""Gaussian naive Bayes in plain Python, with a floor under the variance of pixels that never change."""

import math

FLOOR = 1.0


class Model:
    def fit(self, images, labels):
        self.classes = {}
        for digit in sorted(set(labels)):
            own = [image for image, label in zip(images, labels) if label == digit]
            means = [sum(column) / len(own) for column in zip(*own)]
            variances = [
                sum((value - mean) ** 2 for value in column) / len(own) + FLOOR
                for column, mean in zip(zip(*own), means)
            ]
            constant = math.log(len(own) / len(labels)) - 0.5 * sum(map(math.log, variances))
            self.classes[digit] = (constant, means, variances)

    def predict(self, images):
        return [max(self.classes, key=lambda digit: self.likelihood(image, digit)) for image in images]

    def likelihood(self, image, digit):
        constant, means, variances = self.classes[digit]
        return constant - 0.5 * sum((x - m) ** 2 / v for x, m, v in zip(image, means, variances))
