"""The folds over stored readings, one after the other: sources, questions, origins, assessments."""
