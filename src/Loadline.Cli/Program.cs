using Loadline.Cli.Commands;

// Read by the runtime when the first socket is made: completions run on the thread that saw them, without another hop.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
return await CommandLine.RunAsync(args);
