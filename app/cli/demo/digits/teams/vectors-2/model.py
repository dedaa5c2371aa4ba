"""A support vector machine with a Gaussian kernel; its width was found on a part of the training data."""

import numpy as np
from sklearn.svm import SVC


class Model:
    def fit(self, images, labels):
        x, y = np.asarray(images, float), np.asarray(labels)
        held = np.arange(len(x)) % 5 == 0
        best = max(
            (SVC(C=10, gamma=gamma).fit(x[~held], y[~held]).score(x[held], y[held]), gamma)
            for gamma in (0.0005, 0.001, 0.002, 0.004)
        )
        print(f"gamma {best[1]} scores {best[0]:.4f} on held-out training images")
        self.machine = SVC(C=10, gamma=best[1]).fit(x, y)

    def predict(self, images):
        return self.machine.predict(np.asarray(images, float))
