"""A linear support vector machine."""

from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC


class Model:
    def fit(self, images, labels):
        self.machine = make_pipeline(StandardScaler(), SVC(kernel="linear", C=0.1)).fit(images, labels)

    def predict(self, images):
        return self.machine.predict(images)
