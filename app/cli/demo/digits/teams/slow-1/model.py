"""Leave-one-out over every k and every power of the distance, in plain Python: right, and far too slow."""


class Model:
    def fit(self, images, labels):
        self.known = list(zip(images, labels))
        best = (0, 1, 1)
        for k in range(1, 20):
            for power in (1, 1.5, 2, 3):
                hits = sum(
                    vote(self.known[:i] + self.known[i + 1 :], image, k, power) == label
                    for i, (image, label) in enumerate(self.known)
                )
                print(f"k {k}, power {power}: {hits} of {len(self.known)}", flush=True)
                best = max(best, (hits, k, power))
        _, self.k, self.power = best

    def predict(self, images):
        return [vote(self.known, image, self.k, self.power) for image in images]


def vote(known, image, k, power):
    near = sorted(known, key=lambda pair: sum(abs(a - b) ** power for a, b in zip(pair[0], image)))[:k]
    labels = [label for _, label in near]
    return max(set(labels), key=labels.count)
