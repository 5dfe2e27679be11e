using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PreferenceFlow.LoadBenchmark;

/// <summary>A process that listens on a port of its own.</summary>
internal sealed class LoadTarget : IDisposable
{
    private static readonly TimeSpan s_startTime = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private LoadTarget(string name, int port, Process process) => (Name, Port, _process) = (name, port, process);

    public string Name { get; }

    public int Port { get; }

    /// <summary>Processor time that the process has used so far, kernel's included; nginx's is its workers' and is not seen here.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of the process that are in memory.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts this program again to serve something.</summary>
    /// <param name="log">Where its output goes; null for nowhere.</param>
    public static Task<LoadTarget> ServeAsync(
        string what, int upstream, CancellationToken cancellationToken, FileInfo? log = null, DirectoryInfo? bundle = null)
    {
        var port = FreePort();
        var program = Environment.ProcessPath!;
        string[] self = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : [];
        string[] aligned = bundle is null ? [] : ["--bundle", bundle.FullName];
        string[] arguments = [.. self, "serve", what, "--port", $"{port}", "--upstream", $"{upstream}", .. aligned];
        return StartAsync(what, port, program, arguments, cancellationToken, log);
    }

    /// <summary>Starts nginx as a plain reverse proxy with kept-alive upstream connections.</summary>
    public static async Task<LoadTarget> NginxAsync(int upstream, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var directory = Directory.CreateTempSubdirectory("load-nginx-").FullName;
        await File.WriteAllTextAsync(Path.Combine(directory, "nginx.conf"), $$"""
            daemon off; worker_processes auto; pid nginx.pid; error_log stderr crit;
            events { worker_connections 1024; }
            http {
              access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
              upstream replay { server 127.0.0.1:{{upstream}}; keepalive 64; }
              server {
                listen 127.0.0.1:{{port}}; keepalive_requests 1000000000;
                location / { proxy_pass http://replay; proxy_http_version 1.1; proxy_set_header Connection ""; }
              }
            }
            """, cancellationToken);
        return await StartAsync("nginx", port, "nginx", ["-p", directory, "-c", "nginx.conf"], cancellationToken);
    }

    /// <summary>Asks it to end, and waits until it has: then its log is whole.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task<LoadTarget> StartAsync(
        string name, int port, string program, string[] arguments, CancellationToken cancellationToken, FileInfo? log = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >\"$LOG\"", program, .. arguments]);
        start.Environment["LOG"] = log?.FullName ?? "/dev/null";
        var process = Process.Start(start)!;
        var target = new LoadTarget(name, port, process);
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                using var connection = await LoadConnection.OpenAsync(port, cancellationToken);
                return target;
            }
            catch (SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < s_startTime)
            {
                await Task.Delay(50, cancellationToken);
            }
            catch
            {
                target.Dispose();
                throw;
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
