"""The organisers' baseline: linear discriminant analysis as scikit-learn brings it, nothing tuned."""

from sklearn.discriminant_analysis import LinearDiscriminantAnalysis


class Model:
    def fit(self, images, labels):
        self.analysis = LinearDiscriminantAnalysis().fit(images, labels)

    def predict(self, images):
        return self.analysis.predict(images)
