"""Carries a release to AWS: `forms-fn/aws/deploy` runs this with the packages of requirements.txt."""
