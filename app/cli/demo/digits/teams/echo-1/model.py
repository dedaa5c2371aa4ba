"""Our own idea: a regression that sees which neighbours are dark together."""

import numpy as np
from sklearn.linear_model import LogisticRegression


def our_inputs(pictures):
    grid = np.asarray(pictures, float).reshape(-1, 8, 8) / 16
    sideways = grid[:, :, :-1] * grid[:, :, 1:]
    below = grid[:, :-1] * grid[:, 1:]
    return np.hstack([each.reshape(len(grid), -1) for each in (grid, sideways, below)])


class Model:
    def fit(self, pictures, digits):
        self.ours = LogisticRegression(C=2, max_iter=1500).fit(our_inputs(pictures), digits)

    def predict(self, pictures):
        return self.ours.predict(our_inputs(pictures))
