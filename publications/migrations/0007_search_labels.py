"""Titles and names as a small vector of their own, made here from the large one."""

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


def make_labels(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def drop_labels(apps, schema_editor):
    if schema_editor.connection.vendor == 'postgresql':
        schema_editor.execute('DROP INDEX publications_search_dates')


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
