"""The exam: questions over whole cities, each with the exact set of right events.

Three sets over Sutter Falls were asked first and mended for afterwards, so their first runs say
more of an unseen city than what they reach now: ``exam`` 68.4 %, ``exam_again`` 70 %,
``exam_final`` 63 %. Where a question's truth was wrong, and not the answer, the question was
corrected.
"""
