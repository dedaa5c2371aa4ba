/** A team's source, long enough to be recognised. */
export const MODEL = `
import math

class Model:
    """Learns squares."""
    def __init__(self, rate=0.1):
        self.rate = rate
        self.weights = [0.0] * 10

    def fit(self, rows, labels):
        for epoch in range(100):
            for row, label in zip(rows, labels):
                guess = sum(w * x for w, x in zip(self.weights, row))
                error = label - guess
                for i, x in enumerate(row):
                    self.weights[i] += self.rate * error * x
        return self

    def predict(self, rows):
        return [sum(w * x for w, x in zip(self.weights, row)) for row in rows]
`;
