from django.contrib.syndication.views import Feed


class NewestFeed(Feed):
    pass


class AuthorFeed(NewestFeed):
    pass


class ProgramFeed(NewestFeed):
    pass


class SeriesFeed(NewestFeed):
    pass


class TopicFeed(NewestFeed):
    pass
