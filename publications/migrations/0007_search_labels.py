"""Titles and names in a small index of their own, made here from what was indexed already."""

import django.contrib.postgres.search
from django.db import migrations

POSTGRESQL = [
    # In the row itself: it is looked into by the thousand.
    'ALTER TABLE publications_searchentry ALTER COLUMN labels SET STORAGE MAIN',
    # What is common in titles the planner is asked as well.
    'ALTER TABLE publications_searchentry ALTER COLUMN labels SET STATISTICS 1000',
    """UPDATE publications_searchentry SET labels = (
        SELECT array_to_tsvector(coalesce(array_agg(lexeme), '{}')) FROM unnest(words)
        WHERE left(lexeme, 1) IN ('^', '~')
    ) WHERE words IS NOT NULL""",
    'CREATE INDEX publications_search_labels ON publications_searchentry USING gin (labels)',
    # Of thousands of hits the newest are told from the index alone.
    """CREATE INDEX publications_search_dates ON publications_publication (id)
        INCLUDE (published_at, withdrawn_at) WHERE status = 'published'""",
]


TABLE, ENTRIES = 'publications_searchftslabels', 'publications_searchentry'
REMOVE = f"INSERT INTO {TABLE}({TABLE}, rowid, title, names) VALUES ('delete', old.publication_id, old.title, old.names);"  # noqa: S608
ADD = f'INSERT INTO {TABLE}(rowid, title, names) VALUES (new.publication_id, new.title, new.names);'  # noqa: S608
SQLITE = [
    f"CREATE VIRTUAL TABLE {TABLE} USING fts5(title, names, content='', columnsize=0, tokenize='ascii')",
    f'CREATE TRIGGER {ENTRIES}_label_added AFTER INSERT ON {ENTRIES} BEGIN {ADD} END',
    f'CREATE TRIGGER {ENTRIES}_label_removed AFTER DELETE ON {ENTRIES} BEGIN {REMOVE} END',
    f'CREATE TRIGGER {ENTRIES}_label_changed AFTER UPDATE ON {ENTRIES} BEGIN {REMOVE} {ADD} END',
    f'INSERT INTO {TABLE}(rowid, title, names) SELECT publication_id, title, names FROM {ENTRIES}',  # noqa: S608
]
TRIGGERS = ('added', 'removed', 'changed')


def make_labels(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == 'postgresql'
    for statement in POSTGRESQL if is_postgresql else SQLITE:
        schema_editor.execute(statement)


def drop_labels(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP INDEX publications_search_dates')
        schema_editor.execute(
            'UPDATE publications_searchentry SET words = array_to_tsvector('
            'tsvector_to_array(words) || tsvector_to_array(labels)) WHERE words IS NOT NULL'
        )
        return
    for trigger in TRIGGERS:
        schema_editor.execute(f'DROP TRIGGER {ENTRIES}_label_{trigger}')
    schema_editor.execute(f'DROP TABLE {TABLE}')


class Migration(migrations.Migration):

    dependencies = [
        ('publications', '0006_alerts'),
    ]

    operations = [
        migrations.AddField(
            model_name='searchentry',
            name='labels',
            field=django.contrib.postgres.search.SearchVectorField(null=True),
        ),
        migrations.RunPython(make_labels, drop_labels, elidable=False),
    ]
