package com.android.org.conscrypt;

import com.android.internal.net.SystemTrust;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactorySpi;

/** Makes trust managers of a key store, or of the system's when none is given. */
public class TrustManagerFactoryImpl extends TrustManagerFactorySpi {
    private KeyStore store;

    public TrustManagerFactoryImpl() {
    }

    @Override
    public void engineInit(KeyStore ks) throws KeyStoreException {
        store = ks;
    }

    @Override
    public void engineInit(ManagerFactoryParameters spec) throws InvalidAlgorithmParameterException {
        throw new InvalidAlgorithmParameterException("ManagerFactoryParameters not supported");
    }

    @Override
    public TrustManager[] engineGetTrustManagers() {
        return store == null ? SystemTrust.managers() : new TrustManager[] {new TrustManagerImpl(store)};
    }
}
