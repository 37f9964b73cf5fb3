import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node in a process of its own, so that it can be killed alone.
 *
 * <p>Arguments: its folder, the name of the cluster, then settings as name=value, lists joined by
 * commas. It ends in order on SIGTERM, or when its standard input does, so that none outlives the
 * process that started it.
 */
public final class Node {
    /** What the tests need of the modules; the others only take time to start. */
    private static final String MODULES =
            String.join(
                    ",",
                    "org.opensearch.analysis.common.CommonAnalysisPlugin",
                    "org.opensearch.index.mapper.MapperExtrasPlugin",
                    "org.opensearch.index.reindex.ReindexPlugin",
                    "org.opensearch.painless.PainlessPlugin",
                    "org.opensearch.script.expression.ExpressionPlugin",
                    "org.opensearch.transport.Netty4Plugin");

    private Node() {}

    public static void main(String[] arguments) throws Exception {
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.onBuild(
                (number, settings) -> {
                    for (int at = 2; at < arguments.length; at++) {
                        String[] pair = arguments[at].split("=", 2);
                        settings.put(pair[0], pair[1]);
                    }
                });
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
        runner.build(
                OpenSearchRunner.newConfigs()
                        .basePath(arguments[0])
                        .clusterName(arguments[1])
                        .numOfNode(1)
                        .moduleTypes(MODULES)
                        .useLogger());
        while (System.in.read() >= 0) {
            // whatever is written here says nothing; that it ended says all
        }
        System.exit(0);
    }

    private static void close(OpenSearchRunner runner) {
        try {
            runner.close();
        } catch (IOException problem) {
            System.err.println(problem);
        }
    }
}
