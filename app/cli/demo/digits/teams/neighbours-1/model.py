"""One nearest neighbour in plain Python."""


class Model:
    def fit(self, images, labels):
        self.known = list(zip(images, labels))

    def predict(self, images):
        return [min(self.known, key=lambda pair: distance(pair[0], image))[1] for image in images]


def distance(a, b):
    return sum((x - y) * (x - y) for x, y in zip(a, b))
