"""How PostgreSQL keeps what search reads; on SQLite there is nothing to set.

Texts and their stems are pressed with LZ4 where the server has it: PostgreSQL's own way was most of what
storing a paper's text cost. What is stored already stays as it is.

Statistics are taken of ninety thousand entries instead of three hundred thousand, which took minutes: of the
three thousand commonest words it is known how common they are; rarer ones are read.
"""

from django.db import migrations

PRESSED = {
    'publications_documenttext': ('pages',),
    'publications_searchentry': (
        'title', 'names', 'summary', 'themes', 'forms', 'body', 'passages',
    ),
}
# PostgreSQL 14 and later, built with it.
HAS_LZ4 = "SELECT 'lz4' = ANY(enumvals) FROM pg_settings WHERE name = 'default_toast_compression'"
BEFORE, NOW = {'words': 1000, 'labels': 1000}, {'words': 300, 'labels': 100}


def set_all(schema_editor, method, statistics):
    if schema_editor.connection.vendor != 'postgresql':
        return
    for column in BEFORE:
        schema_editor.execute(
            f'ALTER TABLE publications_searchentry ALTER COLUMN {column} '
            f'SET STATISTICS {statistics[column]}'
        )
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(HAS_LZ4)
        if cursor.fetchone() != (True,):
            return
    for table, columns in PRESSED.items():
        for column in columns:
            schema_editor.execute(
                f'ALTER TABLE {table} ALTER COLUMN {column} SET COMPRESSION {method}'
            )


def set_now(apps, schema_editor):
    set_all(schema_editor, 'lz4', NOW)


def set_back(apps, schema_editor):
    set_all(schema_editor, 'default', BEFORE)


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0008_listings_without_rows'),
    ]

    operations = [
        migrations.RunPython(set_now, set_back, elidable=False),
    ]
