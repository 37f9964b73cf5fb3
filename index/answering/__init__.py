"""What every engine answers alike: from a request and what an index holds to what a reader sees.

An engine evaluates queries and counts; choices and buckets, completion, other spellings, similar
releases and the numbers of the ranking are the same for all of them, and stand here. What an engine
is asked for is in `holdings` and `answers`.
"""
