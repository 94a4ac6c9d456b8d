"""Questionnaires for these tests: made up, with words that belong to nobody."""

TEXT = """Answers:
0 = Never
1 = Sometimes
2 = Often

Questions:
1. I looked out of the window
2. I walked slowly (reversed)
3. I felt unsafe

Bands:
0-2 = Low
3-6 = High

Safety:
3 from 1
"""
TABLE = """part,number,text,points,to
answer,,Never,0,
answer,,Sometimes,1,
answer,,Often,2,
question,1,I looked out of the window,,
question,2,I walked slowly,reversed,
question,3,I felt unsafe,,
band,,Low,0,2
band,,High,3,6
safety,3,,1,
"""
