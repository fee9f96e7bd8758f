# Hard links across layers: a new name for old bytes, and a change through one name of two.
set -e
cd /links
ln alone alone-again
echo more >> later
mv one moved
