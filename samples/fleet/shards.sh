#!/bin/sh
# An audit in 4 shards on this machine, with one cache, and the report. Run it again to try failed images again.
# With GNU parallel: parallel layerx audit ... --shard {}/4 ... ::: 1 2 3 4
set -eu
seq 4 | xargs -P 4 -I '{}' layerx audit --images images.txt --shard '{}/4' --output 'audit-{}.jsonl' --resume ||
  echo "some images could not be read; the report names them" >&2
layerx audit report audit-*.jsonl
