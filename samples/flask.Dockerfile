# The lesson: five instructions, four layers, and what each of them leaves behind.
FROM ubuntu
RUN apt-get update && apt-get install -y python3 python3-pip
RUN pip install flask flask-mysql
COPY . /opt/source-code
ENTRYPOINT FLASK_APP=/opt/source-code/app.py flask run
