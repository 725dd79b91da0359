/**
 * Runs a Jenkinsfile, declarative as the examples are, as Jenkins does as far as they go: its steps are
 * the methods of Steps. Each is written to a record, and `sh` really runs, as Jenkins has it: `sh -xe`.
 *
 *     groovy run.groovy JENKINSFILE CHECKOUT FOLDER VARS
 *
 * FOLDER gets a workspace for each agent, `archive`, and record.json, a line for each step. VARS holds
 * shared steps. What is not known is a missing method, and ends the run with 2; a failed build exits 1.
 */
import groovy.json.JsonOutput
import java.nio.file.FileSystems
import org.codehaus.groovy.control.CompilerConfiguration

class Failure extends RuntimeException {
    Failure(String message) { super(message) }
}

class Build {
    static File checkout
    static File folder
    static List<Map> record = []
    static List<File> workspaces = []
    static List<String> environment = []
    static boolean failed = false

    static void note(Map step) {
        record << step
        new File(folder, 'record.json') << JsonOutput.toJson(step) + '\n'
    }

    static File getWorkspace() {
        if (!workspaces) {
            throw new Failure('this step needs an agent')
        }
        workspaces.last()
    }

    /** Runs the steps of a section that has an agent, or none of its own. */
    static void on(String agent, Closure steps) {
        File there = new File(folder, "workspaces/${agent}")
        there.mkdirs()
        workspaces << there
        try {
            steps()
        } finally {
            workspaces.pop()
        }
    }

    static void cloned() {
        def git = ['git', 'clone', '-q', checkout.path, '.'].execute(null, workspace)
        assert git.waitFor() == 0 : git.err.text
    }

    /** Runs it; a failure is one of the build, which goes on. */
    static boolean attempted(Closure steps) {
        try {
            steps()
            return true
        } catch (Failure failure) {
            note(step: 'failure', message: failure.message)
            failed = true
            return false
        }
    }

    static List<File> found(String patterns) {
        File top = workspace
        def matchers = patterns.split(/,\s*/).collect { FileSystems.default.getPathMatcher("glob:${it}") }
        List<File> files = []
        top.eachFileRecurse { file ->
            def path = top.toPath().relativize(file.toPath())
            // Ant's `**/` is no folder too
            def above = FileSystems.default.getPath('x').resolve(path)
            if (file.isFile() && matchers.any { it.matches(path) || it.matches(above) }) {
                files << file
            }
        }
        files
    }

    static void copied(Collection<File> files, File from, File into) {
        files.each { file ->
            File there = new File(into, from.toPath().relativize(file.toPath()).toString())
            there.parentFile.mkdirs()
            there.bytes = file.bytes
        }
    }
}

/** The sections of a declarative pipeline, read into a tree, and the steps. */
abstract class Steps extends Script {
    private Map section

    // sections
    void pipeline(Closure body) {
        Map top = read([name: 'pipeline'], body)
        top.environment.each { name, value -> Build.environment << "${name}=${value}" }
        section(top)
    }
    Map read(Map into, Closure body) {
        Map outer = section
        section = [stages: [], post: [:], environment: [:]] + into
        body()
        Map done = section
        section = outer
        done
    }
    void agent(Map kind) { throw new MissingMethodException('agent', Steps, [kind] as Object[]) }
    void agent(Object kind) { section.agent = kind }
    Object getAny() { 'any' }
    Object getNone() { null }
    void options(Closure body) { body() }
    void disableConcurrentBuilds() { Build.note(step: 'disableConcurrentBuilds') }
    void copyArtifactPermission(String projects) { Build.note(step: 'copyArtifactPermission', projects: projects) }
    void environment(Closure body) {
        body.delegate = section.environment
        body.resolveStrategy = Closure.DELEGATE_ONLY
        body()
    }
    void stages(Closure body) { body() }
    void parallel(Closure body) { section.parallel = true; body() }
    void stage(String name, Closure body) { section.stages << read([name: name], body) }
    void steps(Closure body) { section.steps = body }
    void post(Closure body) { body() }
    void always(Closure body) { section.post.always = body }
    void cleanup(Closure body) { section.post.cleanup = body }

    /** Runs a section: its stages or steps, and then what is to follow in any case. */
    void section(Map one) {
        if (one.agent) {
            Build.on(one.name) { Build.cloned(); inside(one) }
        } else {
            inside(one)
        }
    }
    void inside(Map one) {
        boolean well = true
        if (one.steps) {
            well = Build.attempted(one.steps)
        }
        one.stages.each { stage ->
            if (!Build.failed || one.parallel) {
                section(stage)
            }
        }
        ['always', 'cleanup'].each { if (one.post[it]) { Build.attempted(one.post[it]) } }
    }

    // steps
    void script(Closure body) { body() }
    void echo(String text) { Build.note(step: 'echo', text: text) }
    Map string(Map given) { given }
    void withCredentials(List<Map> secrets, Closure body) {
        secrets.each { Build.note(step: 'secret', id: it.credentialsId, variable: it.variable) }
        withEnv(secrets.collect { "${it.variable}=secret-of-${it.credentialsId}" }, body)
    }
    void withEnv(List variables, Closure body) {
        List<String> outer = Build.environment
        Build.environment = outer + variables.collect { it as String }
        try {
            body()
        } finally {
            Build.environment = outer
        }
    }
    Map getEnv() { System.getenv() + Build.environment.collectEntries { it.split('=', 2) as List } }
    Map getParams() { System.getenv() }
    void sh(String script) { sh(script: script) }
    void sh(Map given) {
        Build.note(step: 'sh', script: given.script)
        def words = ['sh', '-xe', '-c', given.script]
        def variables = (env + [WORKSPACE: Build.workspace.path]).collect { name, value -> "${name}=${value}" }
        def process = words.execute(variables, Build.workspace)
        process.waitForProcessOutput(System.out, System.out)
        if (process.exitValue()) {
            throw new Failure("script returned exit code ${process.exitValue()}")
        }
    }
    Object getDocker() {
        [image: { String name ->
            [inside: { String arguments, Closure body ->
                Build.note(step: 'inside', image: name, arguments: arguments)
                body()
            }]
        }]
    }
    void archiveArtifacts(Map given) {
        List<File> files = Build.found(given.artifacts as String)
        Build.copied(files, Build.workspace, new File(Build.folder, 'archive'))
        if (!files && !given.allowEmptyArchive) {
            throw new Failure('nothing to archive')
        }
    }
    Object lastCompleted() { System.getenv('LAST') }
    void copyArtifacts(Map given) {
        File last = given.selector ? new File(given.selector as String, given.filter as String) : null
        if (last?.isFile()) {
            Build.copied([last], last.parentFile, Build.workspace)
        } else if (!given.optional) {
            throw new Failure('no artifacts to copy')
        }
    }
    void stash(Map given) {
        // An agent that was lost has kept nothing.
        if (given.name == System.getenv('LOST')) {
            throw new Failure('the agent was lost')
        }
        List<File> files = Build.found(given.includes as String)
        if (!files && !given.allowEmpty) {
            throw new Failure('nothing to stash')
        }
        File kept = new File(Build.folder, "stashes/${given.name}")
        kept.mkdirs()
        Build.copied(files, Build.workspace, kept)
    }
    void unstash(String name) {
        File kept = new File(Build.folder, "stashes/${name}")
        if (!kept.isDirectory()) {
            throw new Failure("No such saved stash '${name}'")
        }
        List<File> files = []
        kept.eachFileRecurse { if (it.isFile()) { files << it } }
        Build.copied(files, kept, Build.workspace)
    }
    void catchError(Map given, Closure body) { Build.attempted(body) }
    void node(String label, Closure body) { Build.on(label, body) }
    void deleteDir() { Build.workspace.deleteDir(); Build.workspace.mkdirs() }
    Object getScm() { 'scm' }
    void checkout(Object what) { Build.cloned() }
}

def (jenkinsfile, checkout, folder, vars) = args.collect { new File(it) }
Build.checkout = checkout
Build.folder = folder
def shell = new GroovyShell(this.class.classLoader, new Binding(), new CompilerConfiguration(scriptBaseClass: Steps.name))
try {
    vars.eachFileMatch(~/.*\.groovy/) { file ->
        def step = shell.parse(file)
        shell.setVariable(file.name - '.groovy', { Map given = [:] -> step.call(given) })
    }
    shell.evaluate(jenkinsfile)
} catch (MissingMethodException | MissingPropertyException unknown) {
    println "not known: ${unknown.message}"
    System.exit(2)
}
System.exit(Build.failed ? 1 : 0)
