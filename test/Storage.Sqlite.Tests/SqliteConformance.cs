using Verditer.Storage.Conformance;

namespace Verditer.Storage.Sqlite.Tests;

public sealed class SqliteDocuments : DocumentConformance<SqliteBackend>;

public sealed class SqliteLists : ListConformance<SqliteBackend>;

public sealed class SqliteConditions : ConditionConformance<SqliteBackend>;

public sealed class SqliteConcurrency : ConcurrencyConformance<SqliteBackend>;

public sealed class SqliteChangeLog : ChangeLogConformance<SqliteBackend>;

public sealed class SqliteSubscribe : SubscribeConformance<SqliteBackend>;

public sealed class SqliteFollow : FollowConformance<SqliteBackend>;

public sealed class SqliteLeases : LeaseConformance<SqliteBackend>;

public sealed class SqliteReopen : ReopenConformance<SqliteBackend>;

public sealed class SqliteModel : ModelConformance<SqliteBackend>;
