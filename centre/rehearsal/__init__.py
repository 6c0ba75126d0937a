"""
The replay of a whole case from a file: training, proof and regression test in one.

`reading` loads a scenario, `stage` puts its bodies, people and parties into the database, `acts`
performs every act through the operations, `summary` computes what came out, `comparing` holds it
against what was expected, `refusing` tries what must be refused, `replay` ties them together.
"""
