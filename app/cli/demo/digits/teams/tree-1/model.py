"""One decision tree."""

from sklearn.tree import DecisionTreeClassifier


class Model:
    def fit(self, images, labels):
        self.tree = DecisionTreeClassifier(min_samples_leaf=2, random_state=1).fit(images, labels)
        print(f"{self.tree.get_n_leaves()} leaves, depth {self.tree.get_depth()}")

    def predict(self, images):
        return self.tree.predict(images)
