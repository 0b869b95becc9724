-- Properties are sealed from here on; what lies in clear is sealed in the background. What is sealed
-- does not shrink.
ALTER TABLE event ALTER COLUMN properties SET STORAGE EXTERNAL;
COMMENT ON COLUMN event.properties IS 'a tidings.value.v1.ValueObject, sealed';
