"""What each error of Kafka and of its client means; codes are those of the Kafka protocol.

Whatever decides between trying again, refusing one record and giving up looks here (through
``transient_errors``).
"""

from collections.abc import Mapping
from types import MappingProxyType

from aiokafka import errors

from recoup_eventstore.errors import Meaning

RETRY, READ_ONLY, REFUSE, STOP = Meaning.RETRY, Meaning.READ_ONLY, Meaning.REFUSE, Meaning.STOP

CODES: Mapping[int, Meaning] = MappingProxyType(
    {
        -1: RETRY,  # UNKNOWN_SERVER_ERROR
        1: RETRY,  # OFFSET_OUT_OF_RANGE: the topic was cut or made anew; the place is looked up again
        2: RETRY,  # CORRUPT_MESSAGE: damaged on its way; what lies damaged is the consumer's to skip
        3: RETRY,  # UNKNOWN_TOPIC_OR_PARTITION: deleted, until somebody makes it anew
        5: RETRY,  # LEADER_NOT_AVAILABLE
        6: RETRY,  # NOT_LEADER_OR_FOLLOWER
        7: RETRY,  # REQUEST_TIMED_OUT
        8: RETRY,  # BROKER_NOT_AVAILABLE
        9: RETRY,  # REPLICA_NOT_AVAILABLE
        10: REFUSE,  # MESSAGE_TOO_LARGE
        11: RETRY,  # STALE_CONTROLLER_EPOCH
        13: RETRY,  # NETWORK_EXCEPTION
        14: RETRY,  # COORDINATOR_LOAD_IN_PROGRESS
        15: RETRY,  # COORDINATOR_NOT_AVAILABLE
        16: RETRY,  # NOT_COORDINATOR
        17: STOP,  # INVALID_TOPIC_EXCEPTION
        18: REFUSE,  # RECORD_LIST_TOO_LARGE
        19: READ_ONLY,  # NOT_ENOUGH_REPLICAS
        20: READ_ONLY,  # NOT_ENOUGH_REPLICAS_AFTER_APPEND
        21: STOP,  # INVALID_REQUIRED_ACKS
        22: RETRY,  # ILLEGAL_GENERATION
        23: STOP,  # INCONSISTENT_GROUP_PROTOCOL
        24: STOP,  # INVALID_GROUP_ID
        25: RETRY,  # UNKNOWN_MEMBER_ID
        26: STOP,  # INVALID_SESSION_TIMEOUT
        27: RETRY,  # REBALANCE_IN_PROGRESS
        29: RETRY,  # TOPIC_AUTHORIZATION_FAILED: an ACL that is being changed at the broker
        30: RETRY,  # GROUP_AUTHORIZATION_FAILED
        31: RETRY,  # CLUSTER_AUTHORIZATION_FAILED
        33: STOP,  # UNSUPPORTED_SASL_MECHANISM
        34: RETRY,  # ILLEGAL_SASL_STATE
        35: STOP,  # UNSUPPORTED_VERSION
        41: RETRY,  # NOT_CONTROLLER
        42: STOP,  # INVALID_REQUEST
        43: STOP,  # UNSUPPORTED_FOR_MESSAGE_FORMAT
        44: STOP,  # POLICY_VIOLATION
        45: RETRY,  # OUT_OF_ORDER_SEQUENCE_NUMBER: with a new producer
        46: RETRY,  # DUPLICATE_SEQUENCE_NUMBER
        47: RETRY,  # INVALID_PRODUCER_EPOCH
        49: RETRY,  # INVALID_PRODUCER_ID_MAPPING
        54: STOP,  # SECURITY_DISABLED
        56: RETRY,  # KAFKA_STORAGE_ERROR: the broker's disk is full or broken
        58: RETRY,  # SASL_AUTHENTICATION_FAILED: a password that is being changed
        59: RETRY,  # UNKNOWN_PRODUCER_ID
        60: RETRY,  # REASSIGNMENT_IN_PROGRESS
        70: RETRY,  # FETCH_SESSION_ID_NOT_FOUND
        71: RETRY,  # INVALID_FETCH_SESSION_EPOCH
        72: RETRY,  # LISTENER_NOT_FOUND
        79: RETRY,  # MEMBER_ID_REQUIRED
        87: REFUSE,  # INVALID_RECORD
        100: RETRY,  # UNKNOWN_TOPIC_ID: deleted, or deleted and made anew
    }
)
CLIENT: tuple[tuple[type[Exception], Meaning], ...] = (
    (errors.RecordTooLargeError, REFUSE),
    (errors.AuthenticationFailedError, RETRY),  # a password or certificate that is being changed
    (errors.AuthenticationMethodNotSupported, STOP),
    (errors.IncompatibleBrokerVersion, STOP),
    (errors.UnsupportedCodecError, STOP),
    (errors.KafkaConfigurationError, STOP),
    (errors.IllegalArgumentError, STOP),
    (errors.BrokerResponseError, STOP),  # a code the table does not know
    (errors.KafkaError, RETRY),  # no broker, no metadata, timed out, fenced: a new client helps
    (TimeoutError, RETRY),
    (OSError, RETRY),
)
"""The first that fits; what a broker says comes with a code."""


def meaning_of(error: BaseException) -> Meaning:
    """What the table says; an error it does not know is a bug."""
    code = getattr(error, "errno", None) if isinstance(error, errors.BrokerResponseError) else None
    if code is not None and code in CODES:
        return CODES[code]
    return next((meaning for kind, meaning in CLIENT if isinstance(error, kind)), STOP)
