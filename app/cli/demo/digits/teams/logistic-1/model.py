"""Softmax regression by gradient descent, written with numpy alone."""

import numpy as np


class Model:
    def fit(self, images, labels):
        x = np.hstack([np.asarray(images, float) / 16, np.ones((len(images), 1))])
        wanted = np.eye(10)[np.asarray(labels)]
        self.weights = np.zeros((65, 10))
        for step in range(300):
            gradient = x.T @ (softmax(x @ self.weights) - wanted) / len(x) + 1e-4 * self.weights
            self.weights -= 1.0 * gradient
            if step % 100 == 0:
                print(f"step {step}: gradient {np.abs(gradient).max():.4f}")

    def predict(self, images):
        x = np.hstack([np.asarray(images, float) / 16, np.ones((len(images), 1))])
        return (x @ self.weights).argmax(1)


def softmax(z):
    z = np.exp(z - z.max(1, keepdims=True))
    return z / z.sum(1, keepdims=True)
