//! The stable codes of problems: what programs go by.

use crate::domain::word_list;

word_list!(
    /// Which problem it is.
    Code, "code of a problem" {
        /// A parameter this address does not have.
        UnknownParameter => "unknown-parameter",
        /// A parameter given more than once.
        RepeatedParameter => "repeated-parameter",
        /// A parameter that must be given.
        MissingParameter => "missing-parameter",
        /// A value that cannot be used.
        BadParameter => "bad-parameter",
        /// A query that is none.
        BadQuery => "bad-query",
        /// A body that is not what it should be.
        BadBody => "bad-body",
        /// A form that is not what it should be.
        BadForm => "bad-form",
        /// A batch of measurements that cannot be read.
        BadBatch => "bad-batch",
        /// A body of a media type that is not read here.
        BadMediaType => "bad-media-type",
        /// A body that is encoded.
        ContentEncoding => "content-encoding",
        /// An upload that broke off.
        BrokenUpload => "broken-upload",
        /// An address longer than any that means something.
        AddressTooLong => "address-too-long",
        /// More headers than any honest request has.
        HeadersTooLarge => "headers-too-large",
        /// Something that is not there.
        NotFound => "not-found",
        /// A method the address does not have.
        MethodNotAllowed => "method-not-allowed",
        /// No media type that the client accepts.
        NotAcceptable => "not-acceptable",
        /// No token of this server.
        Unauthorized => "unauthorized",
        /// A token whose time is over.
        TokenExpired => "token-expired",
        /// A token that was taken back.
        TokenRevoked => "token-revoked",
        /// A token that is not for that.
        WrongRole => "wrong-role",
        /// A token of another operator.
        OtherOperator => "other-operator",
        /// A token that may not write to that source.
        SourceNotOfToken => "source-not-of-token",
        /// A token that did not send that batch.
        BatchNotOfToken => "batch-not-of-token",
        /// A source that takes no more.
        SourceRetired => "source-retired",
        /// More bytes than are taken.
        TooLarge => "too-large",
        /// More rows than are taken at once.
        TooManyRows => "too-many-rows",
        /// A filing that the rules refuse.
        Refused => "refused",
        /// A batch of which not one row could be kept.
        AllRowsRefused => "all-rows-refused",
        /// A filing that was withdrawn before.
        AlreadyWithdrawn => "already-withdrawn",
        /// Measurements that do not count, or never came.
        NothingToWithdraw => "nothing-to-withdraw",
        /// A batch whose rows do not say their batch.
        BatchTooOld => "batch-too-old",
        /// A submission whose id is in use.
        SubmissionUnderWay => "submission-under-way",
        /// A request that took too long.
        Timeout => "timeout",
        /// Too much in too short a time.
        TooManyRequests => "too-many-requests",
        /// More at once than can be done.
        Busy => "busy",
        /// A month that takes no more tests until what is damaged of it is put right.
        MonthDamaged => "month-damaged",
        /// A list of places whose rows are damaged.
        PlacesDamaged => "places-damaged",
        /// A clock that keeps everything out.
        Clock => "clock",
        /// A fault of the server.
        Internal => "internal",
    }
);
