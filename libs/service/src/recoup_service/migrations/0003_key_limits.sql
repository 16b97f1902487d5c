-- How much a key may ask, where that is not what every key may; of a key made over the API its events say it.
alter table service.api_key
    add column requests_per_second int check (requests_per_second > 0),
    add column burst               int check (burst > 0),
    add constraint limited_as_a_whole check ((requests_per_second is null) = (burst is null));
