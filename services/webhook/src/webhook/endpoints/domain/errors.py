"""How endpoints say no."""

from recoup_events.kernel.refusals import Refused, Unacceptable


class EndpointRefused(Refused):
    """The endpoint's state does not allow this."""

    code = "endpoint_refused"


class DuplicateEndpoint(Refused):
    """The external id already names an endpoint; the first one stands."""

    code = "duplicate_endpoint"


class TooManySecrets(Refused):
    """So many secrets sign already; wait until one has ended."""

    code = "too_many_secrets"


class AddressUnacceptable(Unacceptable):
    """Nothing is sent to such an address."""

    code = "url_unacceptable"


class SecretUnacceptable(Unacceptable):
    """This is no secret of the form it has to have."""

    code = "secret_unacceptable"


class TypeUnknown(Unacceptable):
    """Nobody says events of this name."""

    code = "type_unknown"
