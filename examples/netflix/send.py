"""Reads a CSV of films with pandas and sends it row by row to a delivery stream: one record, a print, half a second of sleep.

    python3 send.py                                     the films beside this file, to the stream movies-netflix
    python3 send.py movies-netflix.csv                  another file: .csv, or a .zip or .gz with one
    python3 send.py movie_titles.csv --encoding ISO-8859-1 --unquoted --pause 0

The client finds its server as every program with boto3 does: AWS, or Hydrant in a shell that ran `eval "$(hydrant env)"`.
"""
import argparse
import csv
import json
import pathlib
import sys
import time

import boto3
import pandas
from botocore.exceptions import BotoCoreError, ClientError

COLUMNS = ['MovieID', 'YearOfRelease', 'Title']


def main():
    options = arguments()
    films = read(options.file, options.encoding, options.unquoted)
    firehose = boto3.client('firehose')
    for number, film in enumerate(films.itertuples(index=False), start=1):
        if number > 1:
            time.sleep(options.pause)
        # A record ends where its data ends: without the new line the objects in S3 would be one long line.
        record = json.dumps({'MovieID': int(film.MovieID), 'YearOfRelease': int(film.YearOfRelease), 'Title': film.Title},
                            ensure_ascii=False)
        try:
            answer = firehose.put_record(DeliveryStreamName=options.stream, Record={'Data': (record + '\n').encode()})
        except (ClientError, BotoCoreError) as error:
            sys.exit(f'Row {number} was not taken: {error}\n{number - 1} rows were sent.')
        print(number, record, answer['RecordId'][:12] + '…', flush=True)
    print(f'{len(films)} rows sent to {options.stream}.')


def arguments():
    parser = argparse.ArgumentParser(description='Send a CSV of films to a delivery stream, row by row.')
    parser.add_argument('file', nargs='?', default=pathlib.Path(__file__).with_name('films.csv'), help='the films that come with it')
    parser.add_argument('--stream', default='movies-netflix', help='name of the delivery stream (%(default)s)')
    parser.add_argument('--pause', type=float, default=0.5, metavar='SECONDS', help='between two rows (%(default)s)')
    parser.add_argument('--encoding', default='utf-8', help='of the file (%(default)s)')
    parser.add_argument('--unquoted', action='store_true', help='titles hold commas and quotes as they are: the Netflix original')
    return parser.parse_args()


def read(file, encoding, unquoted):
    """The rows as a data frame. A year that is not known (NULL) is 0: JSON's numbers have no other word for it."""
    try:
        if unquoted:  # a line is one cell first, and ends with its third column
            lines = pandas.read_csv(file, encoding=encoding, header=None, names=['line'], sep='\x01', quoting=csv.QUOTE_NONE)
            films = lines['line'].str.split(',', n=2, expand=True).set_axis(COLUMNS, axis='columns')
        else:  # a film may be called "NA" or "Null": only a year can be absent
            films = pandas.read_csv(file, encoding=encoding, header=None, names=COLUMNS, dtype=str, keep_default_na=False)
        years = films['YearOfRelease'].replace({'NULL': '0', '': '0'})
        return films.assign(MovieID=films['MovieID'].astype(int), YearOfRelease=years.astype(int))
    except (OSError, ValueError) as error:
        sys.exit(f'{file} cannot be read as films: {error}')


if __name__ == '__main__':
    main()
