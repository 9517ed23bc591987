"""Tables of libraries that have no place in the admin.

The mail queue's texts hold links that open files and readers' data, and its forms carry inline code
that the policy refuses; taggit's own tags are not ours.
"""

from django.contrib import admin
from post_office.models import Attachment, Email, EmailTemplate, Log
from taggit.models import Tag as TaggitTag

for model in (Attachment, Email, EmailTemplate, Log, TaggitTag):
    if admin.site.is_registered(model):
        admin.site.unregister(model)
