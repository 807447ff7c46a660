#!/bin/sh
# Corpora -> the files that ship, from nothing: parse, train, export, calibrate, measure. Everything random is seeded.
# Two trainings: on PolNeAR, then a short one on the training part of corpus/, mixed with some of PolNeAR.
# usage: retrain.sh DATA SCORER SCRATCH FOLDER
#   DATA     a folder with polnear_train.jsonl, polnear_dev.jsonl, gum_train.jsonl, gum_dev.jsonl
#   SCORER   score_attribution.py
#   SCRATCH  a folder outside the repository for parses and checkpoints
#   FOLDER   where the files go; src/reportedly/data/tagger to ship them
# PYTHON names an interpreter that has the packages of requirements.txt beside this file.
set -eu
data=$1 scorer=$2 scratch=$3 folder=$4
python=${PYTHON:-python3}
here=$(dirname "$0")
version=${VERSION:-attribution-2}
export OMP_NUM_THREADS=2 OMP_WAIT_POLICY=passive OPENBLAS_NUM_THREADS=1
mkdir -p "$scratch"
"$python" "$here/prepare.py" "$scratch/train.pickle" "$data/polnear_train.jsonl"
"$python" "$here/prepare.py" "$scratch/held.pickle" "$data/polnear_dev.jsonl" "$data/gum_train.jsonl" "$data/gum_dev.jsonl"
"$python" "$here/from_corpus.py" "$here/../../corpus" "$scratch/own_train.jsonl" --split train
"$python" "$here/from_corpus.py" "$here/../../corpus" "$scratch/own_test.jsonl" --split test
"$python" "$here/prepare.py" "$scratch/own.pickle" "$scratch/own_train.jsonl"
"$python" "$here/prepare.py" "$scratch/own_held.pickle" "$scratch/own_test.jsonl"
"$python" "$here/train.py" "$scratch/first.pt" "$scratch/train.pickle"
"$python" "$here/adapt.py" "$scratch/first.pt" "$scratch/tagger.pt" "$scratch/train.pickle" "$scratch/own.pickle"
"$python" "$here/export.py" "$scratch/tagger.pt" "$scratch/export" "$version"
"$python" "$here/calibrate.py" "$scratch/export" "$scratch/held.pickle" polnear_dev "$scratch/settings.json"
"$python" "$here/export.py" "$scratch/tagger.pt" "$folder" "$version" --settings "$scratch/settings.json"
"$python" "$here/evaluate.py" "$folder" "$scorer" "$scratch/held.pickle" \
  "$data/polnear_dev.jsonl" "$data/gum_train.jsonl" "$data/gum_dev.jsonl"
"$python" "$here/evaluate.py" "$folder" "$scorer" "$scratch/own_held.pickle" "$scratch/own_test.jsonl"
