using Verditer.Cli;

return await RootVerditerCommand.RunAsync(args, Terminal.Open());
