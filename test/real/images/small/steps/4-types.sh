# One type in the place of another.
set -e
cd /types
rm file-to-folder && mkdir file-to-folder && echo below > file-to-folder/below
rm file-to-symlink && ln -s folder file-to-symlink
rm symlink-to-file && echo now-a-file > symlink-to-file
rm symlink-to-folder && mkdir symlink-to-folder && echo inside > symlink-to-folder/inside
rm -rf folder && echo now-a-file > folder
