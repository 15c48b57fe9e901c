"""The bell desk: luggage with its tags, the bell list of the day, the luggage of groups, errands, parcels, cars."""
