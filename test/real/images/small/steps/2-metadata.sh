# The same bytes, written again for another mode or owner: waste whose cause is metadata.
set -e
chmod 600 /data/big
chmod -R g-rwx,o-rwx /data/keep
chown 1000:1000 /data/empty /data/sparse
chown -h 7:7 /data/dangling
chmod u-s /bin/group
