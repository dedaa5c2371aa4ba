"""A random forest of thirty trees."""

from sklearn.ensemble import RandomForestClassifier


class Model:
    trees = 30

    def fit(self, images, labels):
        self.forest = RandomForestClassifier(self.trees, random_state=3).fit(images, labels)

    def predict(self, images):
        return self.forest.predict(images)
