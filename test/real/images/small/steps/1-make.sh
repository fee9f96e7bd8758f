# Every kind of entry that a layer can hold, and names that break careless readers.
set -e
mkdir -p /etc /tmp /data/keep /data/gone/deep /opaque/sub /types/folder/inside /links /srv
chmod 1777 /tmp
i=0
while [ $i -lt 20 ]; do
  head -c $((i * 1000)) /dev/urandom > /data/keep/file-$i
  head -c 3000 /dev/urandom > /data/gone/deep/file-$i
  head -c 2000 /dev/urandom > /opaque/sub/file-$i
  i=$((i + 1))
done
head -c 100000 /dev/urandom > /data/big
dd if=/dev/zero of=/data/sparse bs=1 count=1 seek=2000000 2> /dev/null
: > /data/empty
echo program > /bin/program && chmod 4755 /bin/program
echo group > /bin/group && chmod 2711 /bin/group
mkfifo /data/fifo
mknod /data/null c 1 3 2> /dev/null || true
mknod /data/loop b 7 0 2> /dev/null || true
ln -s keep /data/to-folder
ln -s /no/such/place /data/dangling
ln -s ../../../../etc /data/up
ln -s "$(printf 'odd\ntarget\033[0m')" /data/odd-target

mkdir /names && cd /names
echo 1 > "$(printf 'new\nline')"
echo 2 > "$(printf 'escape\033[31mred')"
echo 3 > "$(printf 'tab\there')"
echo 4 > 'back\slash'
echo 5 > "$(printf 'latin1-\351')"
echo 6 > "$(printf 'bidi-\342\200\256gpj.exe')"
echo 7 > '設定 ファイル'
echo 8 > '👩‍🚀'
echo 9 > ./-dash
echo 10 > ' space around '
echo 11 > __proto__
echo 12 > constructor
echo 13 > '*'
echo 14 > ...
echo 15 > "$(printf 'c1-\302\233')"
long=$(printf 'n%.0s' $(seq 1 240))
echo 16 > "$long"
mkdir -p "deep-$long/deep-$long" && echo 17 > "deep-$long/deep-$long/$long"
touch -d '1999-12-31 23:59:59' 'old'
touch -d '2038-01-19 03:14:08' 'new'

cd /links
head -c 5000 /dev/urandom > one
ln one two
ln one three
head -c 700 /dev/urandom > alone
head -c 900 /dev/urandom > later
ln later later-too

cd /types
echo file > file-to-folder
echo file > file-to-symlink
ln -s file-to-folder symlink-to-file
ln -s folder symlink-to-folder
echo inside > folder/inside/file
