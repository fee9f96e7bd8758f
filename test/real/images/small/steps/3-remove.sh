# Whiteouts: of a file, of a folder with all below it, of a symlink, of one name of a hard link.
set -e
rm /data/keep/file-3 /data/up
rm -rf /data/gone
rm /links/three
rm /names/old
