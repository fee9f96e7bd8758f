# Waste: the same content again, other content, content that moved.
set -e
cp /data/keep/file-9 /tmp/copy && cat /tmp/copy > /data/keep/file-9 && rm /tmp/copy
head -c 9000 /dev/urandom > /data/keep/file-10
mv /data/keep/file-11 /data/moved
mv /data/keep /data/kept
