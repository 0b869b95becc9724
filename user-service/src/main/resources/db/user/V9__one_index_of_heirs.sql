-- The same as merged_profile_heir.
DROP INDEX merged_profile_into;
