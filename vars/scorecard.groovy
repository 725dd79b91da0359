/**
 * Reads the reports in the workspace and sends one batch of outcomes: a step of a shared library.
 *
 *     post { always { scorecard(service: 'checkout', failOn: 'fail') } }
 *
 * Any option of `scorecard-action submit` by its name, `fail-on` or `failOn`: true gives a flag; false, null
 * and empty text give nothing; a list repeats the option. Of its own it has
 *
 *     image     the image to run in; '' runs the command that the agent has
 *     site      Datadog's site, where DD_SITE does not say it
 *     apiKey    the id of the secret text with the API key
 *     appKey    the id of the secret text with the application key
 */
def call(Map given = [:]) {
    Map own = [
        image: 'ghcr.io/OWNER/scorecard-action:0.1.0',
        site: env.DD_SITE ?: 'datadoghq.com',
        apiKey: 'datadog-api-key',
        appKey: 'datadog-app-key',
    ]
    Map options = [:]
    for (entry in given.entrySet()) {
        if (own.containsKey(entry.key as String)) {
            own[entry.key as String] = entry.value as String
        } else {
            options[entry.key as String] = entry.value
        }
    }
    String script = commandLine(options)
    List secrets = [
        string(credentialsId: own.apiKey, variable: 'DD_API_KEY'),
        string(credentialsId: own.appKey, variable: 'DD_APP_KEY'),
    ]
    try {
        withCredentials(secrets) {
            withEnv(["DD_SITE=${own.site}"]) {
                if (own.image) {
                    // inside() starts a shell of its own in the image
                    docker.image(own.image).inside("--entrypoint=''") {
                        sh(label: 'Scorecard', script: script)
                    }
                } else {
                    sh(label: 'Scorecard', script: script)
                }
            }
        }
    } finally {
        String kept = options['save-undelivered'] ?: options.saveUndelivered ?: 'scorecard-undelivered.json'
        archiveArtifacts(artifacts: "**/${kept}", allowEmptyArchive: true)
    }
}

/** The command, each word quoted for sh: what a parameter of the build says is never read as a script. */
String commandLine(Map options) {
    List words = ['scorecard-action', 'submit']
    for (entry in options.entrySet()) {
        String name = '--' + (entry.key as String).replaceAll('([A-Z])', '-$1').toLowerCase()
        List values = entry.value instanceof List ? entry.value : [entry.value]
        for (value in values) {
            if (value == true) {
                words << quoted(name)
            } else if (value != null && value != false && value != '') {
                // As one word, so that a value that begins with a dash is no option.
                words << quoted("${name}=${value}")
            }
        }
    }
    return words.join(' ')
}

/** One word of sh. */
String quoted(Object word) {
    String text = word as String
    return text ==~ '[A-Za-z0-9_./:@=-]+' ? text : "'" + text.replace("'", "'\\''") + "'"
}
